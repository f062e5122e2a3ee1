using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Imports;

namespace Satcom.Application.Imports;

/// <summary>A batch of an import was applied. Sent again for the same batch, it counts nothing.</summary>
[SystemOnly]
[AuditAction("imports.countImportBatch")]
internal sealed record CountImportBatchCommand(Guid ImportId, int Batch, IReadOnlyList<(int Line, RowResult Result)> Rows) : IPlainCommand;

internal sealed class CountImportBatchHandler(ISatcomDb db, RequestScope scope, TimeProvider time) : IRequestHandler<CountImportBatchCommand, Result>
{
    public async Task<Result> Handle(CountImportBatchCommand request, CancellationToken cancellationToken)
    {
        var progress = await db.ImportProgress.SingleAsync(p => p.Id == request.ImportId, cancellationToken);
        if (progress.IsOver || progress.NextBatch != request.Batch)
        {
            return Result.Success;
        }

        db.ImportErrors.AddRange(request.Rows.SelectMany(r => r.Result.Faults.Select((fault, i) => new ImportError
        {
            TenantId = scope.Tenant.Id,
            ImportId = request.ImportId,
            Line = r.Line,
            Number = i + 1,
            Column = fault.Column,
            Code = fault.Code,
            Limit = fault.Limit,
        })));
        db.ImportBatches.RemoveRange(await db.ImportBatches.Where(b => b.ImportId == request.ImportId && b.Number == request.Batch).ToListAsync(cancellationToken));
        progress.Count([.. request.Rows.Select(r => r.Result.Outcome)], time.GetStoredNow());
        return Result.Success;
    }
}

/// <summary>An import cannot go on, because whoever sent it may no longer do what it does.</summary>
[SystemOnly]
[AuditAction("imports.stopImport")]
internal sealed record StopImportCommand(Guid ImportId) : IPlainCommand;

internal sealed class StopImportHandler(ISatcomDb db, TimeProvider time) : IRequestHandler<StopImportCommand, Result>
{
    public async Task<Result> Handle(StopImportCommand request, CancellationToken cancellationToken)
    {
        var progress = await db.ImportProgress.SingleAsync(p => p.Id == request.ImportId, cancellationToken);
        if (!progress.IsOver)
        {
            db.ImportBatches.RemoveRange(await db.ImportBatches.Where(b => b.ImportId == request.ImportId).ToListAsync(cancellationToken));
            progress.Stop(time.GetStoredNow());
        }

        return Result.Success;
    }
}
