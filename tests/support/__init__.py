"""What several tests share: facts, workbooks, scripted models, a misbehaving server."""
