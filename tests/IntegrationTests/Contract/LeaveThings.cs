using Satcom.IntegrationTests.Common;

namespace Satcom.IntegrationTests.Contract;

/// <summary>Leave of one person in a tenant, made anew each time.</summary>
internal sealed record LeaveThings(Guid TypeId, Guid PolicyId, Guid AssignmentId, Guid RequestId, Guid DelegationId)
{
    public static async Task<LeaveThings> MakeAsync(SatcomHost host, string slug, Guid tenantId, Guid userId)
    {
        var typeId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO leave_types (tenant_id, id, name, unit, is_paid, needs_attachment, has_balance, color, is_archived)
            SELECT $1, id, 'Leave ' || id, 'halfDay', true, false, false, '#336699', false FROM gen_random_uuid() id RETURNING id
            """,
            tenantId))!;
        var policyId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO leave_policies (tenant_id, id, leave_type_id, name, terms, blackouts)
            SELECT $1, id, $2, 'Policy ' || id, '{"accrual":"none","amount":0,"yearStartMonth":1,"isProRata":true,"roundTo":0.01,"negativeLimit":0}', '[]' FROM gen_random_uuid() id RETURNING id
            """,
            tenantId,
            typeId))!;
        var assignmentId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO leave_assignments (tenant_id, id, employee_id, policy_id, leave_type_id, from_date) VALUES ($1, gen_random_uuid(), $2, $3, $4, '2026-01-01') RETURNING id
            """,
            tenantId,
            userId,
            policyId,
            typeId))!;

        // A date far ahead that no other request has, with the account that holds its amount.
        var requestId = (Guid)(await host.SqlAsync(
            """
            WITH account AS (
              INSERT INTO leave_accounts (tenant_id, id, employee_id, leave_type_id, balance, pending, ran_through) VALUES ($1, gen_random_uuid(), $2, $3, 0, 1, '2026-01-01')
            )
            INSERT INTO leave_requests (tenant_id, id, employee_id, leave_type_id, from_date, to_date, portion, reason, status, days, amount, first_slot, end_slot, requested_at)
            SELECT $1, gen_random_uuid(), $2, $3, d, d, 'full', 'Rest', 'pending', jsonb_build_array(jsonb_build_object('date', d, 'halves', 'both', 'seconds', 0, 'amount', 1)), 1,
              2 * (d - '0001-01-01'::date), 2 * (d - '0001-01-01'::date) + 2, now()
            FROM (SELECT '2200-01-01'::date + (random() * 900000)::int AS d) dates RETURNING id
            """,
            tenantId,
            userId,
            typeId))!;
        var delegationId = (Guid)(await host.SqlAsync(
            """
            INSERT INTO leave_delegations (tenant_id, id, approver_id, delegate_id, from_date, to_date)
            SELECT $1, gen_random_uuid(), u.id, $2, '2050-01-01', '2050-01-14' FROM users u WHERE u.tenant_id = $1 AND u.email = 'hr@' || $3 || '.test' RETURNING id
            """,
            tenantId,
            userId,
            slug))!;
        await host.SqlAsync(
            """
            INSERT INTO leave_recharge_failures (tenant_id, id, employee_id, from_date, failed_at) VALUES ($1, gen_random_uuid(), $2, '2026-01-05', date_trunc('day', now())) ON CONFLICT DO NOTHING
            """,
            tenantId,
            userId);
        return new LeaveThings(typeId, policyId, assignmentId, requestId, delegationId);
    }
}
