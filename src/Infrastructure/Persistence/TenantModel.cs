using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Satcom.Domain.Common;

namespace Satcom.Infrastructure.Persistence;

/// <summary>The first lock: every tenant-owned entity shows the current tenant's rows alone, and is keyed by tenant first.</summary>
internal static class TenantModel
{
    public const string FilterName = "tenant";

    private static readonly MethodInfo ConfigureMethod = typeof(TenantModel).GetMethod(nameof(Configure), BindingFlags.NonPublic | BindingFlags.Static)!;

    public static void Apply(ModelBuilder modelBuilder, SatcomDbContext context)
    {
        foreach (var type in modelBuilder.Model.GetEntityTypes().Select(e => e.ClrType).Where(typeof(ITenantOwned).IsAssignableFrom).ToList())
        {
            ConfigureMethod.MakeGenericMethod(type).Invoke(null, [modelBuilder, context]);
        }
    }

    private static void Configure<TEntity>(ModelBuilder modelBuilder, SatcomDbContext context)
        where TEntity : class, ITenantOwned
    {
        // The member of the context is read at each execution; a captured local value would be baked into the cached model.
        Expression<Func<TEntity, bool>> ofTenant = e => e.TenantId == context.CurrentTenantId;
        modelBuilder.Entity<TEntity>().HasQueryFilter(FilterName, ofTenant);
    }
}
