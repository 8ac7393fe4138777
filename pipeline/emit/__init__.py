"""What is handed to the reviewer: draft.json, draft.xlsx, evidence.pdf, batch.xlsx, and the explanation of a line."""
