"""정책금융 지원요건 확인: confirmations of the conditions of policy finance."""
