"""The wizard: where organizers write a letter, step by step."""
