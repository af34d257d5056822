package fr.creneau.faults;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What PostgreSQL says afterwards. */
record Books(Site site) {
    /** The first column of each row, as text. */
    List<String> query(String sql) throws SQLException {
        List<String> found = new ArrayList<>();
        try (Connection books = site.books();
                Statement statement = books.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    /** A sentence for each row found. */
    List<String> find(String text, String sql) throws SQLException {
        return query(sql).stream().map(text::formatted).toList();
    }
}
