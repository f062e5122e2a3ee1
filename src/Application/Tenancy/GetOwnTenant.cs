using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Tenancy;

/// <summary>The caller's own tenant.</summary>
[Requires(Permissions.TenantManage)]
public sealed record GetOwnTenantQuery : IQuery<TenantDto>;

internal sealed class GetOwnTenantHandler(ISatcomDb db, RequestScope scope) : IRequestHandler<GetOwnTenantQuery, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(GetOwnTenantQuery request, CancellationToken cancellationToken)
    {
        var id = scope.Tenant.Id;
        return await db.Tenants.AsNoTracking().Where(t => t.Id == id).Select(TenantDto.Projection).SingleAsync(cancellationToken);
    }
}
