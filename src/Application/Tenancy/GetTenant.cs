using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Tenancy;

/// <summary>One tenant of the installation.</summary>
[Requires(Permissions.TenantsRead)]
[Fails<NotFound>]
public sealed record GetTenantQuery(Guid Id) : IQuery<TenantDto>;

internal sealed class GetTenantHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetTenantQuery, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(GetTenantQuery request, CancellationToken cancellationToken)
    {
        if (!scope.IsOfPlatform())
        {
            return new Forbidden();
        }

        return await db.Tenants.AsNoTracking().Where(t => t.Id == request.Id).Select(TenantDto.Projection).SingleOrDefaultAsync(cancellationToken) is { } tenant ? tenant : new NotFound();
    }
}
