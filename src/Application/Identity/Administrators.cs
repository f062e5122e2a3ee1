using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Notifications;
using Satcom.Domain.Identity;

namespace Satcom.Application.Identity;

/// <summary>Tells those who run the tenant what concerns nobody else. Whoever has not followed their invitation has not shown yet that the address is theirs.</summary>
internal sealed class Administrators(ISatcomDb db, IMessenger messenger)
{
    public async Task TellAsync(MessageContent content, CancellationToken cancellationToken)
    {
        var people = await db.Users.AsNoTracking()
            .Where(u => u.Status == UserStatus.Active && u.PasswordHash != null && (u.Roles.Contains(Roles.SuperAdmin) || u.Roles.Contains(Roles.PlatformAdmin)))
            .Select(u => new { u.Email, u.DisplayName }).ToListAsync(cancellationToken);
        people.ForEach(p => messenger.Mail(p.Email, p.DisplayName, content));
    }
}
