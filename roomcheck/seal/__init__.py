"""The cryptographic seal: canonical form, bundle, signature, timestamp, verification, custody.

"Signature" means the cryptographic kind throughout this room; the folder of data files is "the library of signatures".
"""
