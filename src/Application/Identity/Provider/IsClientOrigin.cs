using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Identity.Provider;

/// <summary>Whether pages of that origin belong to an enabled client of the tenant.</summary>
[Anonymous]
public sealed record IsClientOriginQuery(string Origin) : IQuery<bool>;

internal sealed class IsClientOriginHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<IsClientOriginQuery, Result<bool>>
{
    public async Task<Result<bool>> Handle(IsClientOriginQuery request, CancellationToken cancellationToken) =>
        scope.HasTenant && await db.OAuthClients.AnyAsync(c => c.DisabledAt == null && c.Origins.Contains(request.Origin), cancellationToken);
}
