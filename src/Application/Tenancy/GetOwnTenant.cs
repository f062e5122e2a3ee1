using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Attendance;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Tenancy;

/// <summary>The caller's own tenant.</summary>
[Requires(Permissions.TenantManage)]
public sealed record GetOwnTenantQuery : IQuery<TenantDto>;

internal sealed class GetOwnTenantHandler(ISatcomDb db, RequestScope scope, IAttendanceRules rules, TimeProvider time) : IRequestHandler<GetOwnTenantQuery, Result<TenantDto>>
{
    public async Task<Result<TenantDto>> Handle(GetOwnTenantQuery request, CancellationToken cancellationToken)
    {
        var id = scope.Tenant.Id;
        var tenant = await db.Tenants.AsNoTracking().Where(t => t.Id == id).Select(TenantDto.Projection).SingleAsync(cancellationToken);
        return await tenant.WithHeldAsync(rules, time, cancellationToken);
    }
}
