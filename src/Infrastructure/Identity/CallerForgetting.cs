using Satcom.Application.Common;
using Satcom.Infrastructure.Messaging;

namespace Satcom.Infrastructure.Identity;

/// <summary>Callers are made of their tenants, which are forgotten first, lest one is made of what is out of date.</summary>
internal sealed class CallerForgetting(Callers callers, ITenantDirectory tenants) : IForgets
{
    public void Forget(CacheForget forget)
    {
        if (forget.Of is CacheForget.Tenant)
        {
            tenants.Forget(forget.Id);
        }

        callers.Forget(forget);
    }

    public void ForgetAll()
    {
        tenants.ForgetAll();
        callers.ForgetAll();
    }
}
