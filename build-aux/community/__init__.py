# SPDX-License-Identifier: GPL-3.0-or-later
"""The small community of the demo: what it is made of (texts, pictures), how it is made (seed), how it lives (people),
and the journey through it that is shown where there is no screen (journey)."""
