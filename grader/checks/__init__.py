"""What an assignment's author writes checks with, and what runs them."""
