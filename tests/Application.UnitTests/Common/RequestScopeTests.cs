using Satcom.Application.Common;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.UnitTests.Common;

public sealed class RequestScopeTests
{
    [Fact]
    public void Tenant_WhenNoneIsKnown_IsAFault()
    {
        var scope = new RequestScope();

        scope.HasTenant.ShouldBeFalse();
        Should.Throw<InvalidOperationException>(() => scope.Tenant);
    }

    [Fact]
    public void Enter_AnotherTenant_IsAFaultAndTheSameIsNot()
    {
        var scope = new RequestScope();
        var acme = Info(1);
        scope.Enter(acme);
        scope.Enter(Info(1));

        Should.Throw<InvalidOperationException>(() => scope.Enter(Info(2)));

        scope.Tenant.Id.ShouldBe(acme.Id);
    }

    private static TenantInfo Info(int n) => new(new Guid(n, 0, 0, new byte[8]), $"t{n}", "T", "en", "UTC", TenantStatus.Active, new TenantSettings());
}
