"""Pages of the press kit, for the team and for those who report."""
