using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Internal;
using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Persistence.Compiled;

/// <summary>The first lock, which the generator cannot write down: query filters are expressions, so the model gets them when it is made.</summary>
public partial class SatcomDbContextModel
{
    partial void Customize()
    {
        foreach (var type in ((IModel)this).GetEntityTypes().Cast<RuntimeEntityType>().Where(t => typeof(ITenantOwned).IsAssignableFrom(t.ClrType)))
        {
#pragma warning disable EF1001 // A generated model has no public door for filters. CompiledModelTests hold what it has here to what EF Core makes of TenantModel.
            type.AddAnnotation(CoreAnnotationNames.QueryFilter, new QueryFilterCollection([new RuntimeQueryFilter(TenantModel.FilterName, TenantModel.FilterOf(type.ClrType))]));
#pragma warning restore EF1001
        }
    }
}
