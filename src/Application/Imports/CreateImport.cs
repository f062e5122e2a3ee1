using System.Security.Cryptography;
using System.Text;
using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Application.Identity;
using Satcom.Domain.Common;
using Satcom.Domain.Imports;

namespace Satcom.Application.Imports;

/// <summary>Takes a file in: its rows are applied afterwards, one by one, as if the sender had sent each by itself.</summary>
/// <param name="Id">The client's id of the import: sent again with the same content, it imports nothing.</param>
/// <param name="Kind">What the file brings in.</param>
/// <param name="DryRun">Judges every row and changes nothing.</param>
/// <param name="Invite">Whether new accounts are invited by mail where their row does not say.</param>
/// <param name="File">The file's text.</param>
[Requires(Permissions.ImportsManage)]
[AuditAction("imports.createImport")]
[Fails<IdConflict>]
[Fails<Forbidden>]
public sealed record CreateImportCommand(Guid? Id, ImportKind? Kind, bool DryRun, bool Invite, string File) : ICommand<ImportDto>;

internal sealed class CreateImportValidator : AbstractValidator<CreateImportCommand>
{
    public CreateImportValidator()
    {
        RuleFor(c => c.Id).NotEqual(Guid.Empty).WithErrorCode("invalid_format").WithDetail("uuid");
        RuleFor(c => c.Kind).NotNull().IsInEnum();
    }
}

internal sealed class CreateImportHandler(ISatcomDb db, RequestScope scope, FreshProof proof, IEnumerable<IImportRows> kinds, TimeProvider time) : IRequestHandler<CreateImportCommand, Result<ImportDto>>
{
    public async Task<Result<ImportDto>> Handle(CreateImportCommand request, CancellationToken cancellationToken)
    {
        var kind = kinds.Single(k => k.Kind == request.Kind);
        if (!scope.Actor.May(kind.Permission))
        {
            return new Forbidden();
        }

        var hash = SHA256.HashData(Encoding.UTF8.GetBytes(request.File));
        if (scope.Attempt > 0 && request.Id is { } id && await db.Imports.AsNoTracking().SingleOrDefaultAsync(i => i.Id == id, cancellationToken) is { } known)
        {
            return known.Kind == request.Kind && known.IsDryRun == request.DryRun && known.Invites == request.Invite && known.CreatedBy == scope.Actor.UserId && known.FileHash.AsSpan().SequenceEqual(hash)
                ? await ImportDto.Of(db, db.Imports.AsNoTracking().Where(i => i.Id == id)).SingleAsync(cancellationToken)
                : new IdConflict();
        }

        if (!ImportFile.Read(request.File, kind).TryGet(out var rows, out var refusal))
        {
            return refusal;
        }

        var import = new Import(scope.Tenant.Id, request.Id ?? time.New(), kind.Kind, request.DryRun, request.Invite, time.GetStoredNow())
        {
            CreatedBy = scope.Actor.UserId,
            Permissions = [.. scope.Actor.Permissions],
            IsProved = await proof.JudgeAsync(cancellationToken) is null,
            FileHash = hash,
        };
        var progress = new ImportProgress(import.TenantId, import.Id, rows.Count);
        db.Imports.Add(import);
        db.ImportProgress.Add(progress);
        db.ImportBatches.AddRange(rows.Chunk(Import.RowsOfABatch).Select((chunk, i) => new ImportBatch { TenantId = import.TenantId, ImportId = import.Id, Number = i, Rows = [.. chunk] }));
        import.Start();
        return ImportDto.AfterChange(import, progress);
    }
}

internal sealed class ImportConstraints : IConstraintErrorSource
{
    public IEnumerable<ConstraintError> Errors => [new("pk_imports", new IdConflict()), new("pk_import_progress", new IdConflict()), new("pk_import_batches", new IdConflict())];
}
