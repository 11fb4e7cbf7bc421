"""What may leave a school or a service: small counts hidden, and nothing from which they could be worked out."""
