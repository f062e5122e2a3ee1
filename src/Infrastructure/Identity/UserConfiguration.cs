using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Satcom.Domain.Common;
using Satcom.Domain.Identity;
using Satcom.Infrastructure.Persistence;

namespace Satcom.Infrastructure.Identity;

internal sealed class UserConfiguration() : AggregateConfiguration<User>("users")
{
    protected override void ConfigureRest(EntityTypeBuilder<User> builder)
    {
        builder.Property(u => u.Email).HasMaxLength(User.EmailMaxLength);
        builder.Property(u => u.NormalizedEmail).HasMaxLength(User.EmailMaxLength);
        builder.Property(u => u.DisplayName).HasMaxLength(User.DisplayNameMaxLength);
        builder.Property(u => u.Phone).HasMaxLength(User.PhoneMaxLength);
        builder.Property(u => u.PreviousPhone).HasMaxLength(User.PhoneMaxLength);
        builder.Property(u => u.ReplacedPhone).HasMaxLength(User.PhoneMaxLength);
        builder.Property(u => u.PasswordHash).HasMaxLength(200);
        builder.Property(u => u.SearchText).HasMaxLength(SearchText.MaxLength).HasDefaultValue(string.Empty);
        builder.HasIndex(u => new { u.TenantId, u.NormalizedEmail }).IsUnique();
        builder.HasIndex(u => new { u.TenantId, u.CreatedAt, u.Id });
        builder.ToTable(t => t.HasCheckConstraint("ck_users_phone", $"phone ~ '{UserFormats.Phone}'"));
        builder.BelongsToTenant();
    }
}
