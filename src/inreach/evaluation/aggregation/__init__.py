"""From rows of targets to sums: in memory, or by one text of SQL on a file, a database, a warehouse or a cluster."""
