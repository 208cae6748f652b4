//! Tests of the driver without a port.
