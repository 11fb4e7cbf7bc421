"""Blocks of groups that share pupils, planned together and exactly at given prices: a sharper bound."""
