using Satcom.Application.Common;
using Satcom.Application.Imports;
using Satcom.Domain.Imports;
using Satcom.WebApi.Common.OpenApi;

namespace Satcom.WebApi.Imports;

internal sealed class ImportExample : IExample<ImportDto>
{
    public ImportDto Value => new()
    {
        Id = ExampleValues.Thing,
        Kind = ImportKind.Employees,
        IsDryRun = false,
        State = ImportState.Running,
        Rows = 480,
        Done = 50,
        Created = 47,
        Updated = 1,
        Unchanged = 1,
        Refused = 1,
        CreatedBy = ExampleValues.Hr,
        CreatedAt = ExampleValues.At(6),
        Version = 960,
    };
}

internal sealed class ImportsExample : IExample<Page<ImportDto>>
{
    public Page<ImportDto> Value => new([new ImportExample().Value], ExampleValues.Cursor);
}

internal sealed class ImportDetailsExample : IExample<ImportDetails>
{
    public ImportDetails Value => new()
    {
        Id = ExampleValues.Thing,
        Kind = ImportKind.Employees,
        IsDryRun = false,
        State = ImportState.Completed,
        Rows = 480,
        Done = 480,
        Created = 470,
        Updated = 4,
        Unchanged = 5,
        Refused = 1,
        CreatedBy = ExampleValues.Hr,
        CreatedAt = ExampleValues.At(6),
        FinishedAt = ExampleValues.At(6, 1),
        Errors = new Page<ImportErrorDto>([new ImportErrorDto(17, "email", "email_taken", "Another account of your company has this e-mail address.")], NextCursor: null),
        Version = 981,
    };
}
