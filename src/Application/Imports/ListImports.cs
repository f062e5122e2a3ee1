using FluentValidation;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Satcom.Application.Common;
using Satcom.Domain.Common;
using Satcom.Domain.Imports;

namespace Satcom.Application.Imports;

/// <summary>The company's imports, newest first.</summary>
[Requires(Permissions.ImportsManage)]
public sealed record ListImportsQuery : IQuery<Page<ImportDto>>, IPagedQuery
{
    /// <summary>What the files bring in.</summary>
    public ImportKind? Kind { get; init; }

    /// <summary>How far they have come.</summary>
    public ImportState? State { get; init; }

    /// <inheritdoc/>
    public int Limit { get; init; } = Paging.DefaultLimit;

    /// <inheritdoc/>
    public string? Cursor { get; init; }
}

internal sealed class ListImportsValidator : AbstractValidator<ListImportsQuery>
{
    public ListImportsValidator()
    {
        RuleFor(q => q.Limit).InclusiveBetween(1, Paging.MaxLimit);
        RuleFor(q => q.Kind).IsInEnum();
        RuleFor(q => q.State).IsInEnum();
    }
}

internal sealed class ListImportsHandler(ISatcomDb db) : IRequestHandler<ListImportsQuery, Result<Page<ImportDto>>>
{
    public async Task<Result<Page<ImportDto>>> Handle(ListImportsQuery request, CancellationToken cancellationToken)
    {
        var imports = db.Imports.AsNoTracking();
        if (request.Kind is { } kind)
        {
            imports = imports.Where(i => i.Kind == kind);
        }

        if (request.State is { } state)
        {
            imports = imports.Where(i => db.ImportProgress.Any(p => p.Id == i.Id && p.State == state));
        }

        if (request.Cursor is { } text)
        {
            if (!Cursor.TryParse(text, out var after))
            {
                return new CursorInvalid();
            }

            var (at, id) = (after.Instant, after.Id);
            imports = imports.Where(i => i.CreatedAt <= at && (i.CreatedAt < at || i.Id.CompareTo(id) < 0));
        }

        var page = await ImportDto.Of(db, imports).OrderByDescending(i => i.CreatedAt).ThenByDescending(i => i.Id).Take(request.Limit + 1).ToListAsync(cancellationToken);
        return Paging.ToPage(page, request.Limit, i => Cursor.Of(i.CreatedAt, i.Id));
    }
}
