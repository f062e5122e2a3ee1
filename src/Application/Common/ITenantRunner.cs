using MediatR;

namespace Satcom.Application.Common;

/// <summary>Runs work that no request started: each call has its own scope, bound to one tenant, with the service as actor.</summary>
public interface ITenantRunner
{
    /// <summary>Every tenant that is not suspended.</summary>
    Task<IReadOnlyList<TenantInfo>> ActiveTenantsAsync(CancellationToken cancellationToken);

    /// <summary>Every tenant, suspended ones too.</summary>
    Task<IReadOnlyList<TenantInfo>> AllTenantsAsync(CancellationToken cancellationToken);

    /// <summary>Runs some work in a scope of the tenant.</summary>
    Task RunAsync(TenantInfo tenant, Func<IServiceProvider, CancellationToken, Task> work, CancellationToken cancellationToken);

    /// <summary>Sends one message in a scope of the tenant.</summary>
    Task<TResponse> SendAsync<TResponse>(TenantInfo tenant, IRequest<TResponse> message, CancellationToken cancellationToken);
}
