"""Elements that the views share."""
