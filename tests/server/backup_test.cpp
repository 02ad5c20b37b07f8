// backup and restore: what is copied, what is refused, and that a refusal changes nothing.
#include "server/backup.hpp"

#include "server/doctor.hpp"
#include "server/store/database.hpp"
#include "tests/contract/temporary_folder.hpp"

#include <fstream>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace reformdesk {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

class BackupTest : public testing::Test {
  protected:
    BackupTest() { config.data = folder.path() / "data"; }

    /// A database whose only conversation has this name.
    void write_data(const std::string& name) {
        fs::create_directories(config.data);
        store::Database database(store_url(config));
        database.open_conversation(connectors::Channel::api, name, desk::Timestamp());
    }
    bool has(const std::string& name) {
        store::Database database(store_url(config));
        return database.find_conversation(connectors::Channel::api, name).has_value();
    }
    int back_up() { return backup(config, saved(), out, err); }
    int put_back() { return restore(config, saved(), out, err); }
    fs::path saved() const { return folder.path() / "saved"; }
    fs::path saved_file() const { return saved() / "reformdesk.sqlite"; }

    std::set<std::string> files() const {
        std::set<std::string> found;
        if (fs::exists(config.data)) {
            for (const auto& entry : fs::directory_iterator(config.data)) {
                found.insert(entry.path().filename());
            }
        }
        return found;
    }

    contract::TemporaryFolder folder;
    Config config;
    std::ostringstream out, err;
};

TEST_F(BackupTest, ARestoredDatabaseIsTheSavedOneAndTheOldOneIsKept) {
    write_data("saved");
    ASSERT_EQ(back_up(), 0) << err.str();
    write_data("later");
    ASSERT_EQ(put_back(), 0) << err.str();
    EXPECT_TRUE(has("saved"));
    EXPECT_FALSE(has("later"));
    EXPECT_THAT(out.str(), HasSubstr("Dữ liệu trước đó được giữ ở "));
    for (const auto& name : files()) {
        if (name.find(".before-restore-") != std::string::npos) {
            config.store_url = "sqlite://" + (config.data / name).string();
        }
    }
    EXPECT_TRUE(has("later"));
}

TEST_F(BackupTest, RestoresIntoAnEmptyPlace) {
    write_data("saved");
    ASSERT_EQ(back_up(), 0);
    config.data = folder.path() / "elsewhere/data";
    ASSERT_EQ(put_back(), 0) << err.str();
    EXPECT_TRUE(has("saved"));
    EXPECT_THAT(out.str(), Not(HasSubstr("được giữ ở")));
}

// An explicit sqlite:// address was taken for PostgreSQL.
TEST_F(BackupTest, WorksOnADatabaseAtItsOwnAddress) {
    fs::create_directories(folder.path() / "db");
    config.store_url = "sqlite://" + (folder.path() / "db/desk.sqlite").string();
    write_data("saved");
    ASSERT_EQ(back_up(), 0) << err.str();
    write_data("later");
    ASSERT_EQ(put_back(), 0) << err.str();
    EXPECT_FALSE(has("later"));
    EXPECT_TRUE(has("saved"));
}

TEST_F(BackupTest, PostgresqlAndBadAddressesAreRefused) {
    for (const auto* url : {"postgresql://localhost/desk", "mysql://localhost/desk", "sqlite://"}) {
        config.store_url = url;
        EXPECT_EQ(back_up(), 2) << url;
        EXPECT_EQ(put_back(), 2) << url;
    }
    EXPECT_THAT(err.str(), HasSubstr("pg_dump"));
}

TEST_F(BackupTest, ABackupOverwritesNothing) {
    EXPECT_EQ(back_up(), 2);
    EXPECT_THAT(err.str(), HasSubstr("Chưa có gì để sao lưu"));
    write_data("saved");
    ASSERT_EQ(back_up(), 0);
    EXPECT_EQ(back_up(), 2);
    EXPECT_THAT(err.str(), HasSubstr("đã có"));
}

// The file was exchanged under a running server, which went on writing into the old one.
TEST_F(BackupTest, RestoresOnlyWhenNobodyElseUsesTheDatabase) {
    write_data("saved");
    ASSERT_EQ(back_up(), 0);
    write_data("later");
    {
        const store::Database server(store_url(config));
        const auto before = files();
        EXPECT_EQ(put_back(), 2);
        EXPECT_THAT(err.str(), HasSubstr("dừng máy chủ"));
        EXPECT_EQ(files(), before);
        EXPECT_TRUE(has("later")) << "other commands work beside the server";
    }
    EXPECT_TRUE(has("later"));
    EXPECT_EQ(put_back(), 0);
}

TEST_F(BackupTest, ABadBackupChangesNothing) {
    write_data("kept");
    const auto before = files();
    EXPECT_EQ(put_back(), 2) << "no such file";
    fs::create_directories(saved());
    for (const auto& content :
         {std::string(), std::string("không phải cơ sở dữ liệu"), std::string(5000, 'x')}) {
        std::ofstream(saved_file(), std::ios::binary | std::ios::trunc) << content;
        err.str("");
        EXPECT_EQ(put_back(), 2) << content.substr(0, 30);
        EXPECT_THAT(err.str(), HasSubstr(saved_file().string()));
        EXPECT_THAT(err.str(), Not(HasSubstr(config.data.string()))) << "people know only their own file";
        EXPECT_EQ(files(), before);
    }
    EXPECT_TRUE(has("kept"));
}

TEST_F(BackupTest, ATruncatedBackupChangesNothing) {
    write_data("saved");
    ASSERT_EQ(back_up(), 0);
    const auto before = files();
    fs::resize_file(saved_file(), fs::file_size(saved_file()) / 2);
    EXPECT_EQ(put_back(), 2);
    EXPECT_EQ(files(), before);
    EXPECT_TRUE(has("saved"));
}

TEST_F(BackupTest, ABadBackupLeavesNothingInAnEmptyPlace) {
    fs::create_directories(saved());
    std::ofstream(saved_file()) << "không phải cơ sở dữ liệu";
    EXPECT_EQ(put_back(), 2);
    EXPECT_FALSE(fs::exists(config.data));
    fs::create_directories(config.data);
    EXPECT_EQ(put_back(), 2);
    EXPECT_THAT(files(), testing::IsEmpty());
}

TEST_F(BackupTest, TheDoctorFindsADatabaseAtItsOwnAddress) {
    config.store_url = "sqlite://" + (folder.path() / "desk.sqlite").string();
    fs::create_directories(config.data);
    doctor(config, out);
    EXPECT_THAT(out.str(), HasSubstr("Chưa có cơ sở dữ liệu " + (folder.path() / "desk.sqlite").string()));
    EXPECT_FALSE(fs::exists(folder.path() / "desk.sqlite")) << "it changes nothing";
    write_data("saved");
    out.str("");
    doctor(config, out);
    EXPECT_THAT(out.str(), HasSubstr("Cơ sở dữ liệu mở được"));
}

}  // namespace
}  // namespace reformdesk
