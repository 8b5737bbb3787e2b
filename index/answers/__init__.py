"""Answers: a question is understood, the rules that answer it are found, or it is refused."""
