using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;

namespace Satcom.Application.Imports;

/// <summary>How far an import has come, with a page of what was wrong with its rows.</summary>
[Requires(Permissions.ImportsManage)]
[Fails<NotFound>]
public sealed record GetImportQuery(Guid Id, int Limit = Paging.DefaultLimit, string? Cursor = null) : IQuery<ImportDetails>, IPagedQuery;

internal sealed class GetImportValidator : AbstractValidator<GetImportQuery>
{
    public GetImportValidator() => RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
}

internal sealed class GetImportHandler(ISatcomDb db, IErrorTexts texts) : IRequestHandler<GetImportQuery, Result<ImportDetails>>
{
    public async Task<Result<ImportDetails>> Handle(GetImportQuery request, CancellationToken cancellationToken)
    {
        var errors = db.ImportErrors.AsNoTracking().Where(e => e.ImportId == request.Id);
        if (request.Cursor is { } text)
        {
            // The place is the line and, in the upper half of the key, the number of the error on it.
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (line, number) = ((int)(after.Key & int.MaxValue), (int)(after.Key >> 32));
            errors = errors.Where(e => e.Line >= line && (e.Line > line || e.Number > number));
        }

        if (await ImportDto.Of(db, db.Imports.AsNoTracking().Where(i => i.Id == request.Id)).SingleOrDefaultAsync(cancellationToken) is not { } import)
        {
            return new NotFound();
        }

        var rows = await errors.OrderBy(e => e.Line).ThenBy(e => e.Number).Take(request.Limit + 1).ToListAsync(cancellationToken);
        var page = Paging.ToPage(rows, request.Limit, e => new Cursor(((long)e.Number << 32) | (uint)e.Line, request.Id));
        return new ImportDetails(import, new Page<ImportErrorDto>([.. page.Items.Select(e => new ImportErrorDto(e.Line, e.Column, e.Code, texts.Of(e.Code, e.Limit)))], page.NextCursor));
    }
}
