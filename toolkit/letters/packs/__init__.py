"""Packs: who gets which document with which enclosures, written all or not at all."""
