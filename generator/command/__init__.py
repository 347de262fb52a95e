"""What people touch: arguments, jobs, what is shown. Nothing here knows the language."""
