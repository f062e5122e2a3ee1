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
