//! Deals the invitations of seat-limited events.
