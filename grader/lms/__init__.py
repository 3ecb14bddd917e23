"""Grading on other people's platforms: what they are given to run, and what they are sent."""
