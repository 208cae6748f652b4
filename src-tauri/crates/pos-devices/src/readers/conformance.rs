//! What every driver must do, whatever it speaks: to be run by a test against a real peer.
