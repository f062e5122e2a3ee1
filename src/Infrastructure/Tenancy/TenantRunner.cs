using MediatR;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.Tenancy;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Tenancy;

internal sealed class TenantRunner(IServiceScopeFactory scopes) : ITenantRunner
{
    /// <summary>Every company, the eldest first.</summary>
    internal static IQueryable<TenantInfo> InOrder(SatcomDbContext db) => db.Tenants.OrderBy(t => t.Id).Select(TenantDirectory.ToInfo);

    public async Task<IReadOnlyList<TenantInfo>> ActiveTenantsAsync(CancellationToken cancellationToken) =>
        [.. (await AllTenantsAsync(cancellationToken)).Where(t => t.Status == TenantStatus.Active)];

    public async Task<IReadOnlyList<TenantInfo>> AllTenantsAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var db = scope.ServiceProvider.GetRequiredService<SatcomDbContext>();
        return await InOrder(db).ToListAsync(cancellationToken);
    }

    public async Task RunAsync(TenantInfo tenant, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        await using var scope = Enter(tenant);
        await work(scope.ServiceProvider, cancellationToken);
    }

    public async Task<TResponse> SendAsync<TResponse>(TenantInfo tenant, IRequest<TResponse> message, CancellationToken cancellationToken)
    {
        await using var scope = Enter(tenant);
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(message, cancellationToken);
    }

    private AsyncServiceScope Enter(TenantInfo tenant)
    {
        var scope = scopes.CreateAsyncScope();
        var request = scope.ServiceProvider.GetRequiredService<RequestScope>();
        request.Actor = Actor.System;
        request.Enter(tenant);
        return scope;
    }
}
