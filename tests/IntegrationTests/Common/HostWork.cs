using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.IntegrationTests.Faults;

namespace Satcom.IntegrationTests.Common;

/// <summary>What tests do to a service from the inside.</summary>
internal static class HostWork
{
    /// <summary>Changes a tenant's data through the unit of work, with audit, events and forgotten caches, as a use case would.</summary>
    public static async Task ChangeAsync(this SatcomHost host, string tenantSlug, Func<ISatcomDb, Task> change)
    {
        var tenant = await host.Services.GetRequiredService<ITenantDirectory>().FindAsync(tenantSlug, CancellationToken.None);
        await host.Services.GetRequiredService<ITenantRunner>().RunAsync(
            tenant!,
            async (services, token) =>
            {
                services.GetRequiredService<RequestScope>().AuditAction = "test.change";
                await change(services.GetRequiredService<ISatcomDb>());
                (await services.GetRequiredService<IUnitOfWork>().CommitAsync(token)).Conflict.ShouldBeNull();
            },
            CancellationToken.None);
    }

    /// <summary>A team that somebody is in alone, or nobody.</summary>
    public static async Task<Guid> TeamOfAsync(this SatcomHost host, Guid? member = null) => (Guid)(await host.SqlAsync(
        """
        WITH team AS (INSERT INTO teams (tenant_id, id, name, is_archived)
          SELECT coalesce((SELECT tenant_id FROM users WHERE id = $1), (SELECT id FROM tenants WHERE slug = 'acme')), gen_random_uuid(), gen_random_uuid()::text, false RETURNING id),
        moved AS (UPDATE employees SET team_id = (SELECT id FROM team) WHERE id = $1)
        SELECT id FROM team
        """,
        member ?? Guid.Empty))!;

    public static async Task<Guid> UserIdAsync(this SatcomHost host, string email) =>
        (Guid)(await host.SqlAsync("SELECT id FROM users WHERE email = $1", email))!;

    /// <summary>Asks until the answer is right, for what happens soon after.</summary>
    public static async Task<T> EventuallyAsync<T>(Func<Task<T>> ask, Func<T, bool> isRight)
    {
        var begun = RealTime.Clock.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (isRight(answer) || RealTime.Clock.GetElapsedTime(begun) > Waiting.Patience)
            {
                isRight(answer).ShouldBeTrue($"It stayed {answer}.");
                return answer;
            }

            await Task.Delay(50);
        }
    }
}
