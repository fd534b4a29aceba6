"""Elements shared by the views."""
