"""An independent reading of the language: it predicts requests and answers.

Nothing here imports the generator or the runtime. It is small and slow, and follows the text of the
reference, so that a difference between the two readings means that one of them is wrong.
"""
