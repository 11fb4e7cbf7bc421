"""Where rows come from: one text of SQL that adds targets up, on a file, a database, a warehouse or a cluster."""
