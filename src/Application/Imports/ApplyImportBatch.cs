using System.Collections.Frozen;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Satcom.Application.Common;
using Satcom.Domain.Identity;
using Satcom.Domain.Imports;
using Satcom.Domain.Tenancy;

namespace Satcom.Application.Imports;

/// <summary>
/// Applies the rows of a batch, each in a scope and transaction of its own, with the rights of whoever sent the file. What a crash leaves undone is done by the next delivery: a row that
/// was applied already is found there, and counted as what it was.
/// </summary>
internal sealed class ApplyImportBatch(ISatcomDb db, RequestScope scope, ITenantRunner runner, TimeProvider time) : IDomainEventHandler<ImportAdvanced>
{
    public async Task HandleAsync(ImportAdvanced domainEvent, CancellationToken cancellationToken)
    {
        var (id, number) = (domainEvent.ImportId, domainEvent.Batch);
        var import = await db.Imports.AsNoTracking().SingleAsync(i => i.Id == id, cancellationToken);
        var batch = await db.ImportBatches.AsNoTracking().SingleOrDefaultAsync(b => b.ImportId == id && b.Number == number, cancellationToken);
        if (batch is null)
        {
            return;
        }

        // A company that was suspended meanwhile changes nothing more.
        if (scope.Tenant.Status != TenantStatus.Active || await SenderAsync(import, cancellationToken) is not { } sender)
        {
            await runner.SendAsync(scope.Tenant, new StopImportCommand(id), cancellationToken);
            return;
        }

        var results = new List<(int Line, RowResult Result)>(batch.Rows.Count);
        foreach (var row in batch.Rows)
        {
            results.Add((row.Line, row.Faults is { } faults ? RowResult.Refused(faults) : await ApplyAsync(import, row, sender, cancellationToken)));
        }

        await runner.SendAsync(scope.Tenant, new CountImportBatchCommand(id, number, results), cancellationToken);
    }

    private async Task<RowResult> ApplyAsync(Import import, ImportRow row, Actor sender, CancellationToken cancellationToken)
    {
        var result = RowResult.Of(ImportOutcome.Refused);
        await runner.RunAsync(
            scope.Tenant,
            async (services, token) =>
            {
                services.GetRequiredService<RequestScope>().Actor = sender;
                var rows = services.GetServices<IImportRows>().Single(r => r.Kind == import.Kind);
                result = import.IsDryRun
                    ? await services.GetRequiredService<IRehearsal>().RunAsync(() => rows.ApplyAsync(import, row, token), token)
                    : await rows.ApplyAsync(import, row, token);
            },
            cancellationToken);
        return result;
    }

    /// <summary>The sender with what is left of their rights; null when they are deactivated or may import no more.</summary>
    private async Task<Actor?> SenderAsync(Import import, CancellationToken cancellationToken)
    {
        var user = await db.Users.AsNoTracking().SingleOrDefaultAsync(u => u.Id == import.CreatedBy && u.Status == UserStatus.Active, cancellationToken);
        var permissions = Permissions.Of(user?.Roles ?? []).Intersect(import.Permissions, StringComparer.Ordinal).ToFrozenSet(StringComparer.Ordinal);
        return user is null || !permissions.Contains(Permissions.ImportsManage)
            ? null
            : new Actor
            {
                Kind = ActorKind.User,
                UserId = user.Id,
                DisplayName = user.DisplayName,
                Permissions = permissions,
                TimeZone = scope.Tenant.TimeZone,
                ProvedAt = import.IsProved ? time.GetUtcNow() : default,
            };
    }
}
