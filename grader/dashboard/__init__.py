"""Pages for the staff: what a class did, whom it concerns and who needs a look."""
