"""The views of the panel and the parts they are made of."""
