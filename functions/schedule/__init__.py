"""Scheduling: people's calendars, when instructors can be booked, and what bookings go through."""
