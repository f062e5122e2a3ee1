using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Persistence;

/// <summary>The first lock: every tenant-owned entity shows the current tenant's rows alone, and is keyed by tenant first.</summary>
internal static class TenantModel
{
    public const string FilterName = "tenant";

    public static void Apply(ModelBuilder modelBuilder)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes().Select(e => e.ClrType).Where(typeof(ITenantOwned).IsAssignableFrom).ToList())
        {
            modelBuilder.Entity(type).HasQueryFilter(FilterName, FilterOf(type));
        }
    }

    /// <summary>The rows of the current tenant.</summary>
    public static LambdaExpression FilterOf(Type entity)
    {
        // EF Core puts the context of each execution in this one's place, and reads the member then; a value would be baked into the model.
        SatcomDbContext? context = null;
        Expression<Func<Guid>> current = () => context!.CurrentTenantId;
        var row = Expression.Parameter(entity, "e");
        return Expression.Lambda(Expression.Equal(Expression.Property(row, nameof(ITenantOwned.TenantId)), current.Body), row);
    }
}
