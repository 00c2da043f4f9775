"""Where things are: postcodes, authorities, areas and the distance between them."""
