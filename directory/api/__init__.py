"""The faces for programs: API v1 now; Open Referral UK and OCDS beside it later."""
