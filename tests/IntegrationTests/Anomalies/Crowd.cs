namespace Satcom.IntegrationTests.Anomalies;

/// <summary>Many people of one company, whose addresses begin with "crowd".</summary>
internal static class Crowd
{
    /// <summary>The statement that makes them, each like somebody whom there is.</summary>
    /// <param name="like">The address of whom they are like.</param>
    public static string Of(string like, int people) =>
        $"""
        WITH many AS (
          INSERT INTO users (tenant_id, id, email, normalized_email, display_name, is_phone_own_choice, roles, status, created_at)
          SELECT u.tenant_id, gen_random_uuid(), 'crowd' || n || '@' || t.slug || '.test', 'crowd' || n || '@' || t.slug || '.test', 'Crowd ' || n, u.is_phone_own_choice, u.roles, u.status, u.created_at
          FROM users u JOIN tenants t ON t.id = u.tenant_id, generate_series(1, {people}) n WHERE u.email = '{like}' RETURNING tenant_id, id, display_name)
        INSERT INTO employees (tenant_id, id, employee_code, designation, time_zone, zones, rest_days, calendars, offices, office_ids, managers, targets, teams, search_text)
        SELECT e.tenant_id, m.id, m.display_name, e.designation, e.time_zone, e.zones, e.rest_days, e.calendars, e.offices, e.office_ids, e.managers, e.targets, e.teams, ''
        FROM many m, employees e JOIN users u ON u.tenant_id = e.tenant_id AND u.id = e.id WHERE u.email = '{like}'
        """;
}
